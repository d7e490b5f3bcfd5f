import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T } from '../i18n/text.tsx'
import { Empty } from '../ui/empty.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'

interface DeadEndProps {
  title: string
  text: string
  icon: IconName
}

/** Instead of a page that is not for the reader: why, and the way home; the menu and the search stay. */
export function DeadEnd({ title, text, icon }: DeadEndProps) {
  return (
    <Page title={title}>
      <div className="empty">
        <Empty
          icon={icon}
          text={text}
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
