/** Networks of 20 to 24 bits from 16.0.0.0 on, none inside another; as a number one can count with. `peers/blast.c` has the same. */
export function network(i: number): { first: number; prefixLen: number } {
  return { first: 0x10000000 + i * 4096, prefixLen: 20 + (i % 5) }
}
