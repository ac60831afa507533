import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server's Content-Security-Policy has no `data:` source for scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(\.pnpm\/)?(react|react-dom|scheduler)[@/]/ },
            { name: 'records', test: /packages\/|node_modules\/(\.pnpm\/)?zod[@/]/ },
            // uPlot is fetched with the charts.
            { name: 'kit', test: /node_modules\/(?!.*uplot)/ },
          ],
        },
      },
    },
  },
})
