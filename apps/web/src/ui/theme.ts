import {
  Badge,
  Drawer,
  Modal,
  Tooltip,
  createTheme,
  type CSSVariablesResolver,
} from '@mantine/core'

// The title bar is no landmark: the page has its own header.
const titleBar = { header: { role: 'presentation' } }

export const theme = createTheme({
  primaryColor: 'ocean',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans Arabic Variable', sans-serif",
  headings: { fontWeight: '680' },
  colors: {
    // Greys with a breath of the brand's blue; from text to canvas.
    dark: [
      '#d5dbe6',
      '#b4bdcc',
      '#8e99ab',
      '#667185',
      '#3a4454',
      '#2b323d',
      '#1f252f',
      '#171c24',
      '#12161c',
      '#0e1116',
    ],
    ocean: [
      '#eaf1ff',
      '#d3e0fb',
      '#a6bff2',
      '#769de9',
      '#5080e2',
      '#386ede',
      '#2a64dc',
      '#1c54c4',
      '#1447b2',
      '#003d9c',
    ],
  },
  components: {
    Modal: Modal.extend({
      defaultProps: { radius: 'lg', attributes: titleBar },
      styles: { title: { fontWeight: 650 } },
    }),
    // Focus goes to the first mistake, and a list that opens by itself would cover what is wrong.
    // Named, not imported: the first page needs no choice.
    Select: { defaultProps: { openOnFocus: false } },
    Drawer: Drawer.extend({ defaultProps: { attributes: titleBar } }),
    Tooltip: Tooltip.extend({
      defaultProps: { events: { hover: true, focus: true, touch: false } },
    }),
    Badge: Badge.extend({ defaultProps: { radius: 'md' } }),
  },
})

/** Muted texts dark enough for WCAG AA on every surface of ours. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#161d2b',
    '--mantine-color-dimmed': '#51596a',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#1447b2',
    '--mantine-color-placeholder': '#626b7c',
    '--mantine-color-body': '#ffffff',
    '--pmp-canvas': '#f4f6fb',
    '--pmp-surface': '#ffffff',
    '--pmp-sunken': '#f6f8fc',
    '--pmp-line': '#e0e5ee',
    '--pmp-tint': '#e8effd',
    '--pmp-good': '#14683a',
    '--pmp-good-tint': '#e2f6ea',
    '--pmp-bad-tint': '#fdecea',
    '--pmp-warn': '#8a4b00',
    '--pmp-warn-tint': '#fff3d6',
    '--pmp-shadow': '0 1px 2px rgb(16 24 40 / 4%), 0 6px 20px -12px rgb(16 24 40 / 12%)',
  },
  dark: {
    '--mantine-color-text': '#e6eaf2',
    '--mantine-color-dimmed': '#aab3c2',
    '--mantine-color-error': '#ff9d93',
    '--mantine-color-anchor': '#9ec1ff',
    '--mantine-color-placeholder': '#98a2b3',
    '--mantine-color-body': '#151a22',
    '--pmp-canvas': '#0d1117',
    '--pmp-surface': '#151b24',
    '--pmp-sunken': '#10151d',
    '--pmp-line': '#2a323e',
    '--pmp-tint': '#1b2a47',
    '--pmp-good': '#7ddba3',
    '--pmp-good-tint': '#12301f',
    '--pmp-bad-tint': '#3a1614',
    '--pmp-warn': '#ffcf7a',
    '--pmp-warn-tint': '#35290d',
    '--pmp-shadow': 'none',
  },
})
