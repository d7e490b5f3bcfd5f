import { Stack } from '@mantine/core'
import { useMay } from '../../shell/session.tsx'
import { ExpiringSoon } from './expiring-soon.tsx'
import { NewPartners, StuckPartners } from './new-partners.tsx'

/** Beside what waits: what expires soon, who is stuck on their way, and who is new. */
export default function AdministratorAside() {
  const may = useMay()
  return (
    <Stack gap="lg">
      {may('certificates.watchExpiry') && <ExpiringSoon />}
      {may('partners.administer') && (
        <>
          <StuckPartners />
          <NewPartners />
        </>
      )}
    </Stack>
  )
}
