//! The Node.js addon of `@patchcord/devices-native`.
