import { Failure } from '@pmp/contract'

/**
 * The kind of CA certificate that a list asks for, letter case ignored.
 * @throws {Failure} ca_type_unknown
 */
export function caType(given: string): 'ROOT' | 'INTERMEDIATE' {
  const type = given.trim().toUpperCase()
  if (type !== 'ROOT' && type !== 'INTERMEDIATE') throw new Failure('ca_type_unknown')
  return type
}
