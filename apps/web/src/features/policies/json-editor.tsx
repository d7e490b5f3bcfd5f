import { json, jsonParseLinter } from '@codemirror/lang-json'
import { linter, lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { useComputedColorScheme } from '@mantine/core'
import { EditorView, basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { rangeOfPointer } from './range-of-pointer.ts'

interface Problem {
  pointer: string
  text: string
}

interface JsonEditorProps {
  value: string
  onChange: (text: string) => void
  label: string
  /** What is wrong with the document, at its place. */
  problems: readonly Problem[]
}

/** A code editor for JSON that says at the place what is wrong. */
export default function JsonEditor({ value, onChange, label, problems }: JsonEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ onChange, problems })
  const scheme = useComputedColorScheme()
  useEffect(() => {
    latest.current = { onChange, problems }
  }, [onChange, problems])

  useEffect(() => {
    if (!place.current) return undefined
    const editor = new EditorView({
      doc: value,
      parent: place.current,
      extensions: [
        basicSetup,
        json(),
        lintGutter(),
        linter((shown) => [
          ...jsonParseLinter()(shown),
          ...diagnosticsOf(shown.state.doc.toString(), latest.current.problems),
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox' }),
        appearance(scheme === 'dark'),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString())
        }),
      ],
    })
    view.current = editor
    return () => editor.destroy()
    // The text is handed over below; a new editor is needed for another label or scheme only.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label, scheme])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    if (editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
    if (problems.length > 0)
      editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(value, problems)))
  }, [value, problems])

  return <div ref={place} className="json json-editor" dir="ltr" />
}

function diagnosticsOf(text: string, problems: readonly Problem[]): Diagnostic[] {
  return problems.map((problem) => ({
    ...rangeOfPointer(text, problem.pointer),
    severity: 'error',
    message: `${problem.pointer}: ${problem.text}`,
  }))
}

function appearance(isDark: boolean) {
  return EditorView.theme(
    {
      '&': { backgroundColor: 'transparent' },
      '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.6' },
      '.cm-content': { caretColor: 'currentColor' },
      '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--mantine-color-dimmed)' },
    },
    { dark: isDark },
  )
}
