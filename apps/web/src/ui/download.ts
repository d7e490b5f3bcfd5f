export const certificateType = 'application/x-x509-ca-cert'
export const pkcs7Type = 'application/x-pkcs7-certificates'
export const pemType = 'application/x-pem-file'
export const textType = 'text/plain'
export const jsonType = 'application/json'
export const csvType = 'text/csv'

export type FileType =
  | typeof certificateType
  | typeof pkcs7Type
  | typeof pemType
  | typeof textType
  | typeof jsonType
  | typeof csvType

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
