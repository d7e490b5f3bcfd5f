import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../i18n/text.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'

/** For addresses that lead nowhere; the menu and the search stay. */
export function NoPage() {
  const { t } = useText()
  return (
    <Page title={t('states.noPage')}>
      <div className="empty">
        <Empty
          icon="search"
          text={t('states.noPage.text')}
          action={
            <Button component={Link} to="/" variant="default">
              <T id="actions.toHome" />
            </Button>
          }
        />
      </div>
    </Page>
  )
}
