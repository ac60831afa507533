// What a lab is.
export { emptyDocument } from '@etherloom/topology'
