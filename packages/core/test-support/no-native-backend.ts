/**
 * Stands for `@patchcord/devices-native/backend` in tests, so that what they test does not depend
 * on whether the addon is built.
 */
export function loadBackend(): never {
  throw new Error('the tests run without the native backend')
}
