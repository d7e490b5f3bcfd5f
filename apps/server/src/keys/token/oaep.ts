import { createHash, timingSafeEqual } from 'node:crypto'

const hashBytes = 32
const emptyLabelHash = createHash('sha256').digest()

/**
 * Takes the message out of an RSA-OAEP block: EME-OAEP decoding with SHA-256, MGF1-SHA-256 and no
 * label (RFC 8017 §7.1.2 step 3), for tokens that only do the arithmetic.
 * @param block what RSA gave, as long as the modulus
 * @returns undefined when it is none; all flaws look alike
 */
export function unpadOaep(block: Uint8Array): Buffer | undefined {
  const [first, maskedSeed, maskedRest] = [
    block[0] ?? 1,
    block.subarray(1, 1 + hashBytes),
    block.subarray(1 + hashBytes),
  ]
  if (maskedRest.length < hashBytes + 1) return undefined
  const seed = xor(maskedSeed, mask(maskedRest, hashBytes))
  const rest = xor(maskedRest, mask(seed, maskedRest.length))
  const end = rest.findIndex((byte, index) => index >= hashBytes && byte !== 0)
  // Everything is looked at before anything is told: Manger's attack needs to know which one failed.
  const isWhole = timingSafeEqual(rest.subarray(0, hashBytes), emptyLabelHash)
  const flaws = [first === 0, isWhole, rest[end] === 1].filter((holds) => !holds)
  return flaws.length === 0 ? rest.subarray(end + 1) : undefined
}

/** MGF1. RFC 8017 §B.2.1. */
function mask(seed: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / hashBytes) }, (_, counter) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    return createHash('sha256').update(seed).update(number).digest()
  })
  return Buffer.concat(blocks, length)
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)))
}
