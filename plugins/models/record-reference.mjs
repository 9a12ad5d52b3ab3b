// Records what TensorFlow.js makes of each model's probe, as src/main/resources/.../reference/NAME.json. Done once a
// model; the build then compares its conversions with these. Needs: npm install @tensorflow/tfjs, in any folder, and
// the npm packages that recipes.json names, unpacked.
//
//   node record-reference.mjs TFJS_FOLDER UNPACKED_PACKAGE NAME...
import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const [tfjsFolder, unpacked, ...names] = process.argv.slice(2);
const tf = createRequire(join(tfjsFolder, 'package.json'))('@tensorflow/tfjs');
const resources = new URL('src/main/resources/dev/osprey/models/', import.meta.url);
const recipes = JSON.parse(readFileSync(new URL('recipes.json', resources))).models;

/** The formula of Probe.java, for element i. */
function probe({low, high, run, seed}, i) {
  let h = Math.imul(Math.floor(i / run) + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return low + (((h ^ (h >>> 16)) >>> 0) / 2 ** 32) * (high - low);
}

function digest(name, tensor) {
  const values = tensor.dataSync();
  const short = (value) => Number(value.toPrecision(7));
  const byValue = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const magnitudes = [...values].map(Math.abs).sort((a, b) => a - b);
  const mean = (list) => short(list.reduce((a, b) => a + b, 0) / list.length);
  const samples = {};
  const count = Math.min(values.length, 24);
  for (let k = 0; k < count; k++) {
    const at = count === 1 ? 0 : Math.floor((k * (values.length - 1)) / (count - 1));
    for (const i of [at, byValue[at]]) samples[i] = short(values[i]); // spread over places, and over values
  }
  return {
    name: name.replace(/:0$/, ''), shape: tensor.shape, mean: mean([...values]), meanMagnitude: mean(magnitudes),
    medianMagnitude: short(magnitudes[values.length >> 1]), samples,
  };
}

await tf.setBackend('cpu');
for (const name of names) {
  const recipe = recipes.find((each) => each.name === name);
  const file = (ending) => join(unpacked, Object.keys(recipe.files).find((path) => path.endsWith(ending)));
  const json = JSON.parse(readFileSync(file('.json')));
  const weights = new Uint8Array(readFileSync(file('.bin'))).buffer;
  const handler = {load: async () => ({
    modelTopology: json.modelTopology, format: json.format, weightData: weights,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    signature: json.signature ?? json.userDefinedMetadata?.signature,
  })};
  const whole = recipe.properties.type === 'i32';
  const size = recipe.probe.shape.reduce((a, b) => a * b, 1);
  const input = Array.from({length: size}, (_, i) => probe(recipe.probe, i)).map((v) => (whole ? Math.floor(v) : v));
  const tensor = tf.tensor(input, recipe.probe.shape, whole ? 'int32' : 'float32');
  let outputs;
  if (recipe.format === 'tfjs-layers') {
    outputs = [digest(recipe.properties.output, (await tf.loadLayersModel(handler)).predict(tensor))];
  } else {
    const model = await tf.loadGraphModel(handler);
    outputs = model.outputs.map((output) => digest(output.name, model.execute(tensor, output.name)));
  }
  outputs.sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = '{"outputs": [\n' + outputs.map((output) => '  ' + JSON.stringify(output)).join(',\n') + '\n]}\n';
  writeFileSync(new URL(`reference/${name}.json`, resources), text);
  console.log(`${name}: ${outputs.length} outputs`);
}
