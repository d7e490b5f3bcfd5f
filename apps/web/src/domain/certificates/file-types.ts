export const certificateType = 'application/x-x509-ca-cert'
export const pkcs7Type = 'application/x-pkcs7-certificates'
export const pemType = 'application/x-pem-file'
