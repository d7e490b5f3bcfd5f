import { inviteOwner, type ResponseOf } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text, type ButtonProps } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { BindingDialog } from '../../ui/dialog.tsx'

interface InviteButtonProps extends Pick<ButtonProps, 'variant' | 'size'> {
  partnerId: string
}

type Invitation = ResponseOf<typeof inviteOwner>

/** Makes the link with which somebody becomes the owner of a partner, and shows it once. */
export function InviteButton({ partnerId, ...button }: InviteButtonProps) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  const [made, setMade] = useState<Invitation | null>(null)
  return (
    <>
      <Button
        {...button}
        aria-label={t('persons.inviteOf', { name: partnerId })}
        onClick={() => setAsking(true)}
      >
        <T id="persons.invite" />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('persons.inviteOf', { name: partnerId })}
          text={t('persons.invite.text')}
          confirmLabel={t('persons.invite.make')}
          endpoint={inviteOwner}
          call={{ partnerId }}
          onDone={setMade}
          onClose={() => setAsking(false)}
        />
      )}
      {made && <LinkOnce invitation={made} onClose={() => setMade(null)} />}
    </>
  )
}

/** The one time that the link is shown. */
function LinkOnce({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t, dateTime } = useText()
  return (
    <BindingDialog title={t('persons.link.title')} size="lg">
      <Stack>
        <Alert color="yellow" role="note">
          <T id="persons.link.text" />
        </Alert>
        <CopyField label={t('persons.link')} value={invitation.link} isMain />
        <Text size="sm" c="dimmed">
          {t('persons.link.until', { time: dateTime(invitation.expiresAt) })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <T id="actions.done" />
          </Button>
        </Group>
      </Stack>
    </BindingDialog>
  )
}
