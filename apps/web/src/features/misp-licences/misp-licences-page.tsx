import { useMay } from '../../shell/session.tsx'
import { LicenceList } from './licence-list.tsx'
import { OwnLicences } from './own-licences.tsx'

/** Licences of MISPs: everybody's for administrators, their own for MISPs (ui.md 10). */
export default function MispLicencesPage() {
  const may = useMay()
  return may('mispLicences.list') ? <LicenceList /> : <OwnLicences />
}
