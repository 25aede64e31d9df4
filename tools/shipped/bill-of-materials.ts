import type { ShippedPackage } from './packages.ts';

interface Component {
  'bom-ref': string;
  name: string;
  version: string;
  scope?: string;
}

/** The relevant parts of a CycloneDX document. */
export interface BillOfMaterials {
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  metadata: { component: { 'bom-ref': string } };
}

/** Reduces npm's list of the whole project to what is shipped. @throws if something shipped is not in npm's list */
export function shippedAlone<B extends BillOfMaterials>(whole: B, shipped: readonly ShippedPackage[]): B {
  const wanted = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const components = whole.components
    .filter(({ name, version, 'bom-ref': ref }) => wanted.has(`${name}@${version}`) || wanted.has(ref))
    .map((component) => ({ ...component, scope: 'required' }));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const missing = [...wanted].filter((each) => !refs.has(each));
  if (missing.length > 0) throw new Error(`npm does not list what is shipped: ${missing.join(', ')}`);
  const own = whole.metadata.component['bom-ref'];
  const dependencies = whole.dependencies
    .filter(({ ref }) => ref === own || refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return { ...whole, components, dependencies };
}
