/*
 * Names of organisations and in certificates: what may stand in them, when two are the same, and how
 * one is shown in which something cannot be seen.
 */

/** Control and format characters, marks without a shape of their own, separators of lines, halves. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFFC\u2800]/u
const hiddenEach = new RegExp(hidden, 'gu')

/**
 * Joiners decide how letters of these scripts look: in Arabic script between letters, in those of
 * India behind the sign that takes a vowel away. RFC 5892 §A.1, §A.2.
 */
const joinersInPlace =
  /(?<=\p{Script=Arabic})\u200C(?=\p{Script=Arabic})|(?<=[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])[\u200C\u200D]/gu

/** Whether a name holds a character that nobody can see where it stands. */
export function hasHiddenCharacters(name: string): boolean {
  return hasInvisibleMarks(name.replaceAll(joinersInPlace, ''))
}

/** Whether a text holds a character without a shape of its own, be it a joiner in its place. */
export function hasInvisibleMarks(text: string): boolean {
  return hidden.test(text)
}

/** A name as it is kept and compared: composed (NFC), one blank between words and none around. */
export function tidyName(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .replaceAll(/\p{Zs}+/gu, ' ')
}

/** A name with what cannot be seen in it written as code points, e.g. `Acme[U+200B]Bank`. */
export function visibleName(name: string): string {
  const inPlace = new Set([...name.matchAll(joinersInPlace)].map(({ index }) => index))
  return name
    .replaceAll(hiddenEach, (mark, at: number) => (inPlace.has(at) ? mark : `[${codePoint(mark)}]`))
    .replaceAll(/[^\S ]/gu, (blank) => `[${codePoint(blank)}]`)
}

/** Where two names that may look the same first differ: the place from 1, and both characters. */
export function firstDifference(
  one: string,
  other: string,
): { position: number; found: string; wanted: string } | undefined {
  const [found, wanted] = [Array.from(one), Array.from(other)]
  const length = Math.max(found.length, wanted.length)
  for (let at = 0; at < length; at += 1) {
    if (found[at] !== wanted[at]) {
      return { position: at + 1, found: named(found[at]), wanted: named(wanted[at]) }
    }
  }
  return undefined
}

function named(character: string | undefined): string {
  if (character === undefined) return '–'
  const isShown = !hidden.test(character) && /\S/u.test(character)
  return isShown ? `${character} (${codePoint(character)})` : codePoint(character)
}

function codePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return `U+${digits.padStart(4, '0')}`
}
