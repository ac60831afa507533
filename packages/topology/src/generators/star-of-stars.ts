import { Refused } from '../operations/operation.ts'
import { count, defineGenerator, place, size } from './generator.ts'
import { circleRadius, onCircle, plus, seed } from './positions.ts'

const MOST = 50_000

export const starOfStars = defineGenerator({
  name: 'star-of-stars',
  summary: 'a switch with N switches, each with some PCs',
  parameters: [
    size('stars', 'how many stars', 1, 5000),
    count('leaves', 'what each star has around it', 1, 5000, 4),
    place('middle', 'what is in the middle of all', 'switch'),
    place('node', 'what is in the middle of each star', 'switch'),
    place('leaf', 'what is around it', 'pc'),
  ],
  draw: (lab, args) => {
    const [stars, leaves] = [args.number('stars'), args.number('leaves')]
    if (stars * leaves > MOST) throw new Refused(`${stars} stars of ${leaves} are more than ${MOST} nodes; take fewer.`)
    const middle = lab.place(args.place('middle'), { x: 0, y: 0 })
    const room = 2 * Math.sqrt(leaves + 3) + 1
    for (let s = 0; s < stars; s++) {
      const center = onCircle(s, stars, Math.max(500, room * circleRadius(stars)))
      const node = lab.place(args.place('node'), center)
      lab.wire(node, middle)
      for (let i = 0; i < leaves; i++) lab.wire(lab.place(args.place('leaf'), plus(center, seed(i))), node)
    }
  },
})
