/** Which backend a run is to execute its kernels with. */
export type BackendChoice = 'js' | 'native' | 'auto'

/** How a run executes its kernels. @internal */
export interface KernelChoice {
  readonly backend: BackendChoice
  readonly fuse: boolean
}
