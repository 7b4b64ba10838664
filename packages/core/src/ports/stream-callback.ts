/** What Node's streams call back with. @internal */
export type StreamCallback = (error?: Error | null) => void
