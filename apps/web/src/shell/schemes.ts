/** What a page can look like: as chosen, or as the device does. */
export const schemes = ['light', 'dark', 'auto'] as const
