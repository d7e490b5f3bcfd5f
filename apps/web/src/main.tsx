import 'virtual:component-styles.css'
import './app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const element = document.querySelector('#root')
if (element) createRoot(element).render(<App />)
