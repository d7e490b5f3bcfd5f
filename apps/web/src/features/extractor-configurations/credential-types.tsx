import { Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'

/** The credential types that the deployment knows; they come from its settings. */
export function CredentialTypes({ setting }: { setting: string | undefined }) {
  const { t, tMaybe } = useText()
  const types = (setting ?? '').split(',').filter((type) => type.trim() !== '')
  return (
    <Surface title={t('extractors.types')}>
      <Text size="sm" c="dimmed" mb="xs">
        <T id="extractors.types.about" />
      </Text>
      <Facts
        facts={types.map((type) => [
          <code key={type} dir="ltr">
            {type}
          </code>,
          tMaybe(`credentialTypes.${type}`) ?? type,
        ])}
      />
    </Surface>
  )
}
