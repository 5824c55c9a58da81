export default function Training(_props: Record<string, unknown>) {
  return <p className="page">Training</p>;
}
