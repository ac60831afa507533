// A topology made to run, and the port through which a room reaches it.
export { Experiment, type ExperimentSettings } from './experiment.ts'
export { ExperimentHost } from './host.ts'
export { createLocalPort, type LocalPort } from './local-port.ts'
export * from './port.ts'
export type { Recorder, RecordingStart, RecordSink } from './recorder.ts'
