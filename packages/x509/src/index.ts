export {
  type Certificate,
  certificateFromDer,
  isSignedBy,
  isValidAt,
  readCertificate,
  readStored,
} from './certificate.ts'
export { lowestFirst, signersAbove } from './chain-order.ts'
export { type Path, type PathCheck, type PathRequest, buildPath } from './chain.ts'
export {
  type Crl,
  REVOCATION_REASONS,
  type RevocationReason,
  type RevokedCertificate,
  readCrl,
} from './crl/crl.ts'
export { type CrlOrder, issueCrl } from './crl/issue-crl.ts'
export { crlFlaw } from './crl/judge-revocation.ts'
export type {
  AuthorityInfo,
  DistributionPoint,
  NameConstraints,
  PolicyConstraints,
} from './extension-values.ts'
export type { Extension, Extensions } from './extensions.ts'
export { crlDistributionPoints } from './extensions-write.ts'
export type { GeneralName, GeneralNameKind } from './general-names.ts'
export { type CertificateOrder, issueCertificate, rebuiltSubject } from './issue.ts'
export { KEY_FLAWS, type KeyFlaw } from './key-flaws.ts'
export { identifyKey } from './key-id.ts'
export { type KeyDescription, isAffordable } from './key-description.ts'
export { type KeyPair, generateRsaKey } from './key.ts'
export { type Name, type NameParts, isSameName, nameKey } from './names.ts'
export type { CheckResult } from './path/judge-path.ts'
export { type PathPolicy, STRICT_POLICY, UPSTREAM_POLICY } from './path/path-policy.ts'
export {
  PATH_RULES,
  type PathRule,
  type Revocation,
  type RevocationMark,
} from './path/path-rules.ts'
export {
  type Candidate,
  type FindSubjects,
  type SubjectQuery,
  indexSubjects,
} from './path/trust-source.ts'
export { type PathVerdict, validatePath } from './path/validate-path.ts'
export { encodePkcs7, pkcs7Pem, readPkcs7 } from './pkcs7.ts'
export { holdsPrivateKey, textOfBytes } from './private-key.ts'
export { describePublicKey } from './public-key.ts'
export { readCertificates } from './read-certificates.ts'
export type { Signer } from './signature.ts'
export { X509Error, type UnreadableReason } from './x509-error.ts'
