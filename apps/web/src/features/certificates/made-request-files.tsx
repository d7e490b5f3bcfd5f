import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { pemType } from '../../domain/certificates/file-types.ts'
import { download } from '../../ui/download.ts'
import { Surface } from '../../ui/surface.tsx'
import type { MadeRequest } from './certificate-request.ts'
import { pageSearch } from '../../shell/page-search.ts'

interface MadeRequestFilesProps {
  partnerId: string
  made: MadeRequest
  /** The private key is saved; from now on nothing is lost by leaving. */
  onKept: () => void
}

/** Both files, what each is for, and what comes next. */
export function MadeRequestFiles({ partnerId, made, onKept }: MadeRequestFilesProps) {
  const { t } = useText()
  const [isSaved, setSaved] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  // What was made stands where the form was, which may have been scrolled past.
  useEffect(() => {
    place.current?.focus()
    place.current?.scrollIntoView()
  }, [])
  const isEncrypted = made.privateKeyPem.includes('ENCRYPTED')

  function save() {
    download(`${partnerId}-private-key.pem`, made.privateKeyPem, pemType)
    setSaved(true)
    onKept()
  }

  const requestName = `${partnerId}.csr`
  return (
    <Stack gap="lg" ref={place} tabIndex={-1} className="made">
      <Surface title={t('csr.key')}>
        <Stack>
          <Alert color="yellow" className="verdict-partial">
            {t(isEncrypted ? 'csr.key.encrypted' : 'csr.key.plain')}
          </Alert>
          <Text size="sm">
            <T id="csr.key.text" />
          </Text>
          <Group>
            <Button onClick={save} variant={isSaved ? 'default' : 'filled'}>
              <T id={isSaved ? 'csr.key.again' : 'csr.key.save'} />
            </Button>
          </Group>
        </Stack>
      </Surface>
      <Surface title={t('csr.request')}>
        <Stack>
          <Text size="sm">
            <T id="csr.request.text" />
          </Text>
          <CopyField
            label={requestName}
            value={made.requestPem}
            file={{ name: requestName, type: pemType }}
          />
        </Stack>
      </Surface>
      <Surface title={t('csr.next')}>
        <ol className="plain-list">
          <li>{t('csr.next.send')}</li>
          <li>{t('csr.next.wait')}</li>
          <li>{t('csr.next.upload')}</li>
        </ol>
        <Group mt="md">
          <Button
            component={Link}
            to="/certificates/upload"
            search={pageSearch({ partnerId })}
            variant="default"
          >
            <T id="certificates.upload" />
          </Button>
        </Group>
      </Surface>
    </Stack>
  )
}
