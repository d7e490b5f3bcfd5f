/** `modality[sub types]` as its two columns; no brackets mean no sub types. */
export function readBiometric(text: string): { modality: string; subTypes: string | null } {
  const [modality = '', subTypes] = text.replace(/\]$/, '').split('[')
  return { modality, subTypes: subTypes === undefined ? null : subTypes }
}

/** The two columns as one text. */
export function biometricOf(modality: string, subTypes: string | null): string {
  return subTypes === null ? modality : `${modality}[${subTypes}]`
}

/** The spelling of a credential type in the settings, whatever letter case was asked for. */
export function knownCredentialType(asked: string, known: readonly string[]): string | undefined {
  return known.find((type) => type.toLowerCase() === asked.toLowerCase())
}
