import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { json, jsonLanguage, jsonParseLinter } from '@codemirror/lang-json'
import { syntaxTree } from '@codemirror/language'
import { linter, lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { useComputedColorScheme } from '@mantine/core'
import type { PolicyType } from '@pmp/contract'
import { EditorView, basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { rangeOfPointer } from './range-of-pointer.ts'
import { suggestionsAt } from './suggestions.ts'

interface Problem {
  pointer: string
  text: string
}

interface JsonEditorProps {
  type: PolicyType
  value: string
  onChange: (text: string) => void
  label: string
  /** What is wrong with the document, at its place. */
  problems: readonly Problem[]
}

/** A code editor for JSON that says at the place what is wrong. */
export default function JsonEditor(props: JsonEditorProps) {
  const { type, value, onChange, label, problems } = props
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
        jsonLanguage.data.of({ autocomplete: completionOf(type) }),
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
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text is no reason for a new editor
  }, [label, scheme, type])

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

/** Suggests members and values at the cursor, as the schema of the type has them. */
function completionOf(type: PolicyType) {
  return (context: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1)
    const word = context.matchBefore(/"?[\w-]*/)
    if (!word || (word.from === word.to && !context.explicit)) return null
    const { path, isKey } = placeOf(context.state, node)
    const { keys, values } = suggestionsAt(type, path)
    const options = isKey ? keys.map((key) => `"${key}": `) : values
    // Quotes close themselves as one types; the suggestion brings its own.
    const next = context.state.sliceDoc(context.pos, context.pos + 1)
    const to = next === '"' ? context.pos + 1 : context.pos
    return { from: word.from, to, options: options.map((label) => ({ label })), filter: true }
  }
}

/** The members that lead to a place of the document, and whether a member's name stands there. */
function placeOf(state: EditorState, node: SyntaxNode) {
  const path: (string | number)[] = []
  const isKey = node.name === 'PropertyName' || node.name === 'Object'
  const start = node.name === 'PropertyName' ? node.parent?.parent : node
  for (let at: SyntaxNode | null | undefined = start; at; at = at.parent) {
    const name = at.name === 'Property' ? at.getChild('PropertyName') : null
    if (name) path.unshift(state.sliceDoc(name.from, name.to).replaceAll('"', ''))
    // Any entry of a list has the same schema.
    else if (at.name === 'Array') path.unshift(0)
  }
  return { path, isKey }
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
