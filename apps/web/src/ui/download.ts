export const certificateType = 'application/x-x509-ca-cert'
export const pkcs7Type = 'application/x-pkcs7-certificates'
export const textType = 'text/plain'
export const jsonType = 'application/json'

export type FileType = typeof certificateType | typeof pkcs7Type | typeof textType | typeof jsonType

/** Saves text as a file of the browser. */
export function download(name: string, text: string, type: FileType): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
