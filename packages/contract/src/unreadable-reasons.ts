/** Why data could not be read or kept as a certificate, in words for programs; pages have their own. */
export const unreadableReasons = {
  too_large: 'it is larger than any certificate',
  too_many: 'it holds too many parts or certificates',
  too_deep: 'it is nested too deeply',
  not_text: 'it is neither PEM nor base64',
  cut_short: 'it ends too early',
  trailing_bytes: 'something follows its end',
  not_asn1: 'its content is not ASN.1',
  not_der: 'it is not written by the rules of DER',
  structure: 'it holds something else than a certificate',
  bad_name: 'a name in it is malformed',
  bad_time: 'a time in it is malformed',
  bad_number: 'a number in it is malformed',
  bad_extension: 'an extension in it is malformed',
  duplicate_extension: 'an extension comes twice',
  hidden_armour: 'PEM text is hidden inside it',
  negative_serial: 'its serial number is negative',
  names_too_long: 'a name in it is longer than 500 characters',
  serial_too_long: 'its serial number has more than 50 digits',
  certificate_too_long: 'it is longer than 60,000 characters as PEM',
} as const

export type UnreadableReason = keyof typeof unreadableReasons
