import { Group, Radio, SimpleGrid, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'

interface PartnerTypeCardsProps {
  types: readonly string[]
  value?: string
  onChange?: (code: string) => void
  error?: React.ReactNode
  required?: boolean
}

/** The kinds of partner, each with what it does. */
export function PartnerTypeCards({ types, ...field }: PartnerTypeCardsProps) {
  const { t, tMaybe } = useText()
  return (
    <Radio.Group label={t('fields.partnerType')} {...field}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs">
        {types.map((code) => (
          <Radio.Card key={code} value={code} p="sm" radius="md" className="choice-card">
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div>
                <Text fw={600} size="sm">
                  {tMaybe(`partnerTypes.${code}`) ?? code}
                </Text>
                <Text size="sm" c="dimmed">
                  {tMaybe(`partnerTypes.${code}.text`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}
