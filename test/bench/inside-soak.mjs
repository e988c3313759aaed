// Loaded into the soaked service: on SIGUSR2 it prints what the heap holds after a collection, and how many timers wait.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
process.on('SIGUSR2', () => {
  collect()
  const timers = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  console.log(`SOAK ${JSON.stringify({ heap: process.memoryUsage().heapUsed, timers })}`)
})
