/** Languages of the UI: MOSIP's code → BCP 47 tag, direction, own name. One line per language. */
export const languages = {
  eng: { tag: 'en', dir: 'ltr', name: 'English' },
  fra: { tag: 'fr', dir: 'ltr', name: 'Français' },
  ara: { tag: 'ar', dir: 'rtl', name: 'العربية' },
} as const satisfies Record<string, { tag: string; dir: 'ltr' | 'rtl'; name: string }>

export type Language = keyof typeof languages
