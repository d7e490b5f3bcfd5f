interface Range {
  from: number
  to: number
}

interface Reader {
  text: string
  at: number
  ranges: Map<string, Range>
}

/**
 * Where a value stands in a JSON text, e.g. for `allowedAuthTypes/0/mandatory`. What is missing is
 * looked for in what should hold it; the whole text when nothing is found.
 */
export function rangeOfPointer(text: string, pointer: string): Range {
  const reader: Reader = { text, at: 0, ranges: new Map() }
  try {
    readValue(reader, '')
  } catch {
    return { from: 0, to: text.length }
  }
  const steps = pointer.split('/')
  for (let length = steps.length; length >= 0; length -= 1) {
    const range = reader.ranges.get(steps.slice(0, length).join('/'))
    if (range) return length > 0 ? range : firstCharacter(range)
  }
  return { from: 0, to: text.length }
}

/** A mark under a whole document would hide where the trouble is. */
function firstCharacter({ from }: Range): Range {
  return { from, to: from + 1 }
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1
}

function readValue(reader: Reader, pointer: string): void {
  skipBlanks(reader)
  const from = reader.at
  const first = reader.text[reader.at]
  if (first === '{') readMembers(reader, pointer, '}')
  else if (first === '[') readMembers(reader, pointer, ']')
  else if (first === '"') readString(reader)
  else readWord(reader)
  reader.ranges.set(pointer, { from, to: reader.at })
}

/** Members of an object by their names, of a list by their positions. */
function readMembers(reader: Reader, pointer: string, end: '}' | ']'): void {
  reader.at += 1
  for (let index = 0; ; index += 1) {
    skipBlanks(reader)
    if (reader.text[reader.at] === end) break
    const name = end === '}' ? readName(reader) : String(index)
    readValue(reader, pointer === '' ? name : `${pointer}/${name}`)
    skipBlanks(reader)
    if (reader.text[reader.at] === ',') reader.at += 1
    else if (reader.text[reader.at] !== end) throw new SyntaxError(`Unexpected end at ${reader.at}`)
  }
  reader.at += 1
}

function readName(reader: Reader): string {
  const from = reader.at
  readString(reader)
  const name = String(JSON.parse(reader.text.slice(from, reader.at)))
  skipBlanks(reader)
  if (reader.text[reader.at] !== ':') throw new SyntaxError(`No colon at ${reader.at}`)
  reader.at += 1
  return name
}

function readString(reader: Reader): void {
  const [found] = /^"(?:[^"\\]|\\.)*"/.exec(reader.text.slice(reader.at)) ?? []
  if (!found) throw new SyntaxError(`No string at ${reader.at}`)
  reader.at += found.length
}

function readWord(reader: Reader): void {
  const [found] = /^[\w.+-]+/.exec(reader.text.slice(reader.at)) ?? []
  if (!found) throw new SyntaxError(`No value at ${reader.at}`)
  reader.at += found.length
}
