import { Box, Group } from '@mantine/core'
import { Suspense, lazy, type ReactNode } from 'react'
import { Brand } from './brand.tsx'

// The page is there before its menus are.
const HeaderMenus = lazy(() => import('./menus.tsx'))

/** The frame of pages that need no session. */
export function OpenFrame({ children }: { children: ReactNode }) {
  return (
    <Box className="open-frame">
      <Group component="header" justify="space-between" p="md" wrap="nowrap">
        <Brand />
        <Group gap={4} wrap="nowrap" mih={44}>
          <Suspense>
            <HeaderMenus />
          </Suspense>
        </Group>
      </Group>
      <Box component="main" id="content">
        {children}
      </Box>
    </Box>
  )
}
