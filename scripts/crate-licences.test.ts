import { expect, test } from 'vitest'
import { licenceFile, licenceOf, plainText, standardText } from './crate-licences.mjs'

test.each([
  ['MIT', 'MIT'],
  ['Apache-2.0 OR MIT', 'MIT'],
  ['MIT/Apache-2.0', 'MIT'],
  ['Unlicense OR MIT', 'MIT'],
  ['ISC', 'ISC'],
])('what is under %s is taken under %s', (license, licence) => {
  expect(licenceOf({ name: 'x', license })).toBe(licence)
})

test.each(['GPL-3.0', 'Apache-2.0', '(MIT OR Apache-2.0) AND Unicode-3.0', 'MIT-0', null])(
  'what is under %s is refused',
  (license) => {
    expect(() => licenceOf({ name: 'leftpad', license })).toThrow(`leftpad is under '${license}'`)
  },
)

test.each([
  [['Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT'], 'LICENSE-MIT'],
  [['license-apache-2.0', 'license-mit'], 'license-mit'],
  [['COPYING', 'LICENSE-MIT', 'UNLICENSE'], 'LICENSE-MIT'],
  [['LICENSE', 'README.md'], 'LICENSE'],
  [['LICENCE.md'], 'LICENCE.md'],
  [['LICENSE-APACHE', 'licenses.rs'], undefined],
])('the text of MIT among %j is %s', (files, file) => {
  expect(licenceFile(files, 'MIT')).toBe(file)
})

test('texts are compared as they read', () => {
  expect(plainText('\n    MIT License\r\n\r\n      free of charge  \n')).toBe(
    'MIT License\n\n  free of charge',
  )
})

test('a crate without a text has that of MIT, with its authors', () => {
  const authors = ['Ada <ada@example.org>', 'Bob']
  expect(standardText({ name: 'x', authors }, 'MIT')).toContain('\nCopyright (c) Ada, Bob\n')
  expect(() => standardText({ name: 'x', authors }, 'ISC')).toThrow('x comes without')
  expect(() => standardText({ name: 'x', authors: [] }, 'MIT')).toThrow('x comes without')
})
