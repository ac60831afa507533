export * from './bridging.ts'
export { checkInParts, checkOperation, type OperationCheck, type RefusalCode } from './check-operation.ts'
export {
  annotationDefaults,
  canvasDefaults,
  groupDefaults,
  labDefaults,
  makeAnnotation,
  makeCanvas,
  makeGroup,
  makeIface,
  makeImage,
  makeLayout,
  makeLink,
  makeNode,
  makePath,
} from './defaults.ts'
export {
  applyDiff,
  applyInParts,
  composeDiffs,
  type Diff,
  DiffConflict,
  diffDocuments,
  emptyDiff,
  type FieldChange,
  type Fields,
  idsIn,
  invertDiff,
  isEmptyDiff,
  type Operation,
  sameDiff,
  sizeOfDiff,
  updateRecord,
} from './diff.ts'
export * from './document.ts'
export { indexInParts } from './document-index.ts'
export { fieldWords } from './field-words.ts'
export { defaultFileLimits, type FileError, type FileLimits, type ParseResult, parse } from './file/parse.ts'
export type { FileFormat } from './file/sections.ts'
export { serialize } from './file/serialize.ts'
export { type Foreign, type JsonValue, MAX_FOREIGN, MAX_FOREIGN_LAB, whyNotForeign } from './foreign.ts'
export { chain } from './generators/chain.ts'
export type {
  ChoiceParameter,
  Generator,
  GeneratorOptions,
  IntegerParameter,
  Parameter,
} from './generators/generator.ts'
export { generators } from './generators/generators.ts'
export type { Placeable } from './generators/placeable.ts'
export { ring } from './generators/ring.ts'
export { star } from './generators/star.ts'
export * from './guide.ts'
export { addressesOfHost, type Hosts, hostsFileText, hostsOf, hostWithAddress } from './hosts.ts'
export { type ImageType, imageTypes, MAX_IMAGE, MAX_IMAGES, MAX_SVG, whyNotImage } from './image-data.ts'
export * from './impairment.ts'
export { eachInParts, finish, type InParts, REST } from './in-parts.ts'
export * from './ip.ts'
export {
  type Cidr,
  contains,
  formatCidr,
  formatIpv4,
  network,
  parseCidr,
  parseIpv4,
} from './ipv4.ts'
export { type Cidr6, contains6, formatCidr6, formatIpv6, isLinkLocal, network6, parseCidr6, parseIpv6 } from './ipv6.ts'
export { issueWords } from './issue-words.ts'
export { allLans, type Lan, lanOf, liveLans } from './lan.ts'
export { defaultLimits, type LabLimits } from './limits.ts'
export { listsInParts } from './lists.ts'
export { mendAll, mendOf } from './mend/mend.ts'
export { FILE_VERSION, type Migration, migrate, migrations, type RawFile } from './migrations/migrate.ts'
export { migrateDiff } from './migrations/migrate-diff.ts'
export { nameText, repeatedName, whyMisnamed } from './name-text.ts'
export { capturedAs, endsOf, findWire, ifaceName, type Wire, wireNames } from './names/link-names.ts'
export type { Named } from './names/named.ts'
export { nearest } from './names/nearest.ts'
export { findNode, nodePath } from './names/node-names.ts'
export { automaticMac, normalizeMac } from './naming.ts'
export { addLoopback } from './operations/add-loopback.ts'
export { type AddNode, addNode, type Position } from './operations/add-node.ts'
export { type AddVlan, addVlan } from './operations/add-vlan.ts'
export { type AddVnic, addVnic } from './operations/add-vnic.ts'
export {
  type AddAnnotation,
  type AnnotationFields,
  addAnnotation,
  orderAnnotations,
  setAnnotation,
} from './operations/annotations.ts'
export {
  addCanvas,
  type CanvasSettings,
  itemsOn,
  moveToCanvas,
  orderCanvas,
  removeCanvas,
  renameCanvas,
  setCanvas,
} from './operations/canvases.ts'
export { type ConnectOptions, connect, type WireEnd, whyNotConnect } from './operations/connect.ts'
export { copyOf, type InsertOptions, insert, middleOf } from './operations/copy.ts'
export {
  groupOf,
  type ItemId,
  isItemId,
  outermost,
  whereOf,
  whyLocked,
  withContents,
} from './operations/drawn-items.ts'
export {
  type GroupOptions,
  group,
  nodesInGroup,
  renameGroup,
  setCollapsed,
  setGroup,
  ungroup,
} from './operations/groups.ts'
export { type LinkShape, linkAs, linkShapes, whyNotLinkAs } from './operations/link-as.ts'
export { moveItems, moveNodes } from './operations/move-items.ts'
export { Refused } from './operations/operation.ts'
export { partsOf } from './operations/parts.ts'
export { isSplit, mergeLink, moveStub, setWaypoints, splitLink, whyNotMerged } from './operations/paths.ts'
export { type Picture, type PictureBox, setBackground, setIcon } from './operations/pictures.ts'
export { randomizeMacs } from './operations/randomize-macs.ts'
export { removeIface } from './operations/remove-iface.ts'
export { type RemoveOptions, removeRecords } from './operations/remove-records.ts'
export { renameNode } from './operations/rename-node.ts'
export { type RenumberOptions, renumber } from './operations/renumber.ts'
export { setAddress } from './operations/set-address.ts'
export { type Settable, setFields, setFieldsOf } from './operations/set-fields.ts'
export { setImpairment } from './operations/set-impairment.ts'
export { setLinksUp, setLinkUp } from './operations/set-link-up.ts'
export { setLocked } from './operations/set-locked.ts'
export { setRoutes } from './operations/set-routes.ts'
export { setPort, setSwitch, setSwitches } from './operations/set-switch.ts'
export { together } from './operations/together.ts'
export { type Transform, transform } from './operations/transform.ts'
export { type NodePlace, placesOf } from './places.ts'
export * from './quantity.ts'
export * from './records.ts'
export { computeRoutes, effectiveRoutes, type Routes } from './routes/routes.ts'
export { type Problem, type ProblemKind, problemKinds } from './validate/problem.ts'
export { validateDocument } from './validate/validate.ts'
export { vlanRanges } from './vlan-ranges.ts'
