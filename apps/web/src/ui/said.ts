import { useSyncExternalStore } from 'react'

/** Whether anything was said in passing: what shows it is loaded then. */
const said = { isSo: false, listeners: new Set<() => void>() }

export function noteSaid(): void {
  said.isSo = true
  for (const listener of said.listeners) listener()
}

export function useIsSaid(): boolean {
  return useSyncExternalStore(subscribe, () => said.isSo)
}

function subscribe(listener: () => void): () => void {
  said.listeners.add(listener)
  return () => said.listeners.delete(listener)
}
