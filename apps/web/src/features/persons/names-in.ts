/** The names and persons of a pasted list: a line each, apart by comma, semicolon or tab. */
export function namesIn(text: string): { userId: string; sub: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map((part) => part.trim().replaceAll(/^"|"$/g, '')))
    .flatMap(([userId = '', sub = '']) => (userId && sub ? [{ userId, sub }] : []))
}
