import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** Names of the tokens of `look/tokens.css`, which hold for every theme. */
type Token =
  | 'paper'
  | 'hover'
  | 'ink'
  | 'ink-2'
  | 'ink-3'
  | 'line-2'
  | 'link'
  | `action${'' | '-hover' | '-tint'}`
  | 'on-action'
  | `select${'' | '-ink'}`
  | `${'good' | 'wait' | 'bad' | 'info' | 'off'}${'' | '-tint'}`

const token = (name: Token) => `var(--${name})`

// The title bar is no landmark: the page has its own header.
const titleBar = { header: { role: 'presentation' } }

/**
 * The options stand in the main part of the page, not beside everything, and it is their list that
 * scrolls: a box around it would have to take the focus.
 */
const choice = { comboboxProps: { portalProps: { target: '#content' } }, withScrollArea: false }

const petrol: MantineColorsTuple = [
  '#e3f0f2',
  '#c6e2e7',
  '#9bd8e4',
  '#7cc7d6',
  '#54a9ba',
  '#358a9c',
  '#1f7082',
  '#135f70',
  '#0c5262',
  '#083f4c',
]

// Greys of the dark theme, from text to frame.
const dark: MantineColorsTuple = [
  '#eceeec',
  '#bcc2be',
  '#979e9a',
  '#79817d',
  '#3a403d',
  '#2b302e',
  '#212423',
  '#151716',
  '#0e100f',
  '#0a0b0a',
]

/** What colours of Mantine mean here. */
const tones: Readonly<Record<string, 'good' | 'wait' | 'bad' | 'info' | 'off'>> = {
  green: 'good',
  teal: 'good',
  yellow: 'wait',
  orange: 'wait',
  red: 'bad',
  violet: 'info',
  gray: 'off',
}

/** Colours of buttons, notes and badges are those of roles: petrol acts, blue is chosen, tones tell. */
const variantColors: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input)
  const border = '1px solid transparent'
  const tone = input.color === undefined ? undefined : tones[input.color]
  const ink = tone && tone !== 'off' ? token(tone) : undefined
  switch (input.variant) {
    case 'filled':
      return tone
        ? {
            background: token(tone),
            hover: `color-mix(in srgb, ${token(tone)} 85%, ${token('ink')})`,
            color: token('paper'),
            border,
          }
        : {
            background: token('action'),
            hover: token('action-hover'),
            color: token('on-action'),
            border,
          }
    case 'light':
      return tone
        ? {
            background: token(`${tone}-tint`),
            hover: token(`${tone}-tint`),
            color: token(tone),
            border,
          }
        : {
            background: token('select'),
            hover: token('select'),
            color: token('select-ink'),
            border,
          }
    case 'outline':
      return {
        background: token('paper'),
        hover: tone ? token(`${tone}-tint`) : token('hover'),
        color: ink ?? token('ink'),
        border: `1px solid ${ink ?? token('line-2')}`,
      }
    case 'subtle':
    case 'transparent':
      return {
        background: 'transparent',
        hover: input.variant === 'subtle' ? token('hover') : 'transparent',
        color: ink ?? token('ink-2'),
        border,
      }
    default:
      return usual
  }
}

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  variantColorResolver: variantColors,
  cursorType: 'pointer',
  fontFamily: 'var(--text)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: {
    xs: '0.75rem',
    sm: '0.8125rem',
    md: '0.875rem',
    lg: '1rem',
    xl: '1.1875rem',
  },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: 'var(--text)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.2' },
      h2: { fontSize: '0.875rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
      h5: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px' },
  defaultRadius: 'sm',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '28px', xl: '40px' },
  shadows: { sm: 'var(--float)', md: 'var(--float)', lg: 'var(--float)', xl: 'var(--float)' },
  colors: { dark, petrol },
  // Named, not imported: the first page needs few of them.
  components: {
    Modal: { defaultProps: { radius: 'lg', attributes: titleBar } },
    Drawer: { defaultProps: { attributes: titleBar } },
    Alert: { defaultProps: { color: 'gray', variant: 'light' } },
    // Focus goes to the first mistake, and a list that opens by itself would cover what is wrong.
    Select: { defaultProps: { ...choice, openOnFocus: false } },
    MultiSelect: { defaultProps: choice },
    TagsInput: { defaultProps: choice },
    Autocomplete: { defaultProps: choice },
    // Its own holder of the first focus is no item of a menu.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: false } } },
  },
})

const scheme = {
  '--mantine-color-body': token('paper'),
  '--mantine-color-text': token('ink'),
  '--mantine-color-bright': token('ink'),
  '--mantine-color-dimmed': token('ink-3'),
  '--mantine-color-placeholder': token('ink-3'),
  '--mantine-color-anchor': token('link'),
  '--mantine-color-error': token('bad'),
  '--mantine-color-default': token('paper'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('ink'),
  '--mantine-color-default-border': token('line-2'),
  '--mantine-primary-color-filled': token('action'),
  '--mantine-primary-color-filled-hover': token('action-hover'),
  '--mantine-primary-color-contrast': token('on-action'),
}

/** Mantine's own roles are those of the tokens, in every theme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: scheme,
  dark: scheme,
})
