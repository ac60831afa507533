// What the page is drawn with.
export { createRoot } from 'react-dom/client'
