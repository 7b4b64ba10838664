/**
 * Licences of which a text is enough: a binary may hold what is under them if it comes with it. A
 * crate that offers several is taken under the first that it offers of these.
 */
const licences = ['MIT', 'ISC']

/**
 * @typedef {object} Crate
 * @property {string} name
 * @property {string} version
 * @property {string | null} license as an SPDX expression
 * @property {readonly string[]} authors
 * @property {string | null} repository
 */

/**
 * The licence that a crate is taken under.
 *
 * @param {Pick<Crate, 'name' | 'license'>} crate
 * @returns {string}
 * @throws Error where it offers none that we know what to do for
 */
export function licenceOf({ name, license }) {
  const offered = (license ?? '').split(/ OR |\//).map((text) => text.trim())
  const licence = licences.find((known) => offered.includes(known))
  if (licence !== undefined) return licence
  throw new Error(
    `${name} is under '${license}': choose another crate, or see what its licence asks for and add it to scripts/crate-licences.mjs`,
  )
}

/**
 * The file with the text of a licence.
 *
 * @param {readonly string[]} files in a crate's folder
 * @param {string} licence
 * @returns {string | undefined}
 */
export function licenceFile(files, licence) {
  const named = files.filter((name) => /^(licen[cs]e|copying)([-.]|$)/i.test(name))
  const ofIt = named.find((name) => name.toLowerCase().includes(`-${licence.toLowerCase()}`))
  return ofIt ?? named.find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name))
}

/**
 * A text as it is compared and printed: without what indents all of it, and spaces at the ends of
 * lines.
 *
 * @param {string} text
 */
export function plainText(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd())
  const indents = lines.filter((line) => line !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim()
}

/**
 * What stands for the text where a crate comes without: the licence as everybody writes it, with
 * the authors that its manifest names.
 *
 * @param {Pick<Crate, 'name' | 'authors'>} crate
 * @param {string} licence
 * @throws Error for other licences than MIT, and without authors
 */
export function standardText({ name, authors }, licence) {
  if (licence !== 'MIT' || authors.length === 0) {
    throw new Error(`${name} comes without the text of its licence, ${licence}`)
  }
  const holders = authors.map((author) => author.replace(/\s*<.*>/, '')).join(', ')
  return `MIT License

Copyright (c) ${holders}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`
}
