/** Tests that start the command start what the sources make of it. */
export { bundle as setup } from '../../scripts/bundle.ts'
