// Imported first by everything a stranger runs: an old Node says so in one line instead of failing on some syntax later.
// Must itself stay readable by old Nodes.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Etherloom needs Node 20.19 or newer; this is Node ${process.versions.node} (${process.execPath}). ` +
      'Install a current one from https://nodejs.org and run the command again.',
  )
  process.exit(1)
}
