import { Button } from '@mantine/core'
import { useState } from 'react'
import { T } from '../../i18n/text.tsx'
import { RevokeDialog, type RevokeProps } from './revoke-dialog.tsx'

/** Opens the dialog that revokes a certificate. */
export function RevokeButton(props: RevokeProps) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button color="red" variant="outline" className="reject" onClick={() => setAsking(true)}>
        <T id="revocation.revoke" />
      </Button>
      {isAsking && <RevokeDialog {...props} onClose={() => setAsking(false)} />}
    </>
  )
}
