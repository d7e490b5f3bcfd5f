export const textType = 'text/plain'
export const jsonType = 'application/json'
export const csvType = 'text/csv'

/** A media type. */
export type FileType = `${string}/${string}`

/** Saves text as a file of the browser. */
export function download(name: string, text: string, type: FileType): void {
  saveFile(name, new Blob([text], { type }))
}

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
