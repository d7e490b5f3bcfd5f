import { fieldRules, uploadRevocationList } from '@pmp/contract'
import { FileInput } from '@mantine/core'
import { useState } from 'react'
import { readCertificateFile } from '../../domain/certificates/certificate-file.ts'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'

/** What the API takes, in the bytes of a file that is sent as base64. */
const largestBytes = ((fieldRules(uploadRevocationList, 'crlData').maxLength ?? 0) * 3) / 4

interface UploadListProps {
  certificateId: string
  onClose: () => void
}

/** Takes the list of an authority as a file. */
export function UploadList({ certificateId, onClose }: UploadListProps) {
  const { t } = useText()
  const [file, setFile] = useState<File | null>(null)
  const [hasPrivateKey, setHasPrivateKey] = useState(false)
  const isTooLarge = file !== null && file.size > largestBytes
  const refusal = refusalText()
  function refusalText() {
    if (hasPrivateKey) return t('files.privateKey')
    return isTooLarge ? t('files.tooLarge') : null
  }
  const form = useContractForm({
    endpoint: uploadRevocationList,
    initialValues: { crlData: '' },
    toCall: ({ crlData }) => ({ certificateId, crlData }),
    check: () => ({ crlData: refusal }),
    done: ({ revokedCount }) => t('crl.uploaded', { count: revokedCount }),
    onDone: onClose,
  })
  const field = form.choice('crlData')
  async function choose(chosen: File | null) {
    setFile(chosen)
    setHasPrivateKey(false)
    form.set({ crlData: '' })
    if (chosen === null || chosen.size > largestBytes) return
    try {
      form.set({ crlData: await readCertificateFile(chosen) })
    } catch {
      setHasPrivateKey(true)
    }
  }
  return (
    <FormDialog title={t('crl.upload')} form={form} submit={t('crl.upload')} onClose={onClose}>
      <FileInput
        label={t('crl.file')}
        description={t('crl.file.hint')}
        placeholder={t('crl.file.choose')}
        accept=".crl,.pem,.der"
        {...field}
        value={file}
        error={refusal ?? field.error}
        onChange={(chosen) => void choose(chosen)}
      />
    </FormDialog>
  )
}
