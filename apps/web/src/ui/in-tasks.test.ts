import { type InParts, REST } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { inTasks } from './in-tasks.ts'
import { nextTask } from './next-task.ts'

test('what is to rest before its last part does that in a task of its own', async () => {
  const done: string[] = []
  function* work(): InParts<void> {
    done.push('first')
    yield
    done.push('second')
    yield REST
    done.push('last')
  }
  const all = inTasks(work())
  expect(done).toEqual(['first', 'second'])
  await nextTask()
  await all
  expect(done).toEqual(['first', 'second', 'last'])
})
