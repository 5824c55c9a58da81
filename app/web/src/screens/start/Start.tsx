import { useEffect } from "react";
import { AgentList } from "./AgentList";
import { NewAgent } from "./NewAgent";
import { Lacking } from "../../access/Guarded";
import { useMay, useViewer } from "../../access/viewer";
import { LanguageChoice } from "../../language/LanguageChoice";
import { say } from "../../language/say";
import { follow, pathToWorkspace } from "../../route";
import { useReconnecting } from "../../api/connection";
import { Brand } from "../agent/Brand";
import { HeadButtons } from "../agent/HeadButtons";
import "./start.css";

export function Start() {
  const reconnecting = useReconnecting();
  const viewer = useViewer();
  const mayMake = useMay("TRAINER");
  const mayAdmin = useMay("ADMIN");
  useEffect(() => {
    document.title = "Coachable";
  }, []);
  return (
    <div className="start">
      <header className="start-top">
        <Brand />
        <div className="row">
          {reconnecting && <span className="chip" role="status">{say.shared.reconnecting}</span>}
          <a className={viewer ? "button quiet slim" : "button quiet slim awaited"} onClick={follow}
            href={pathToWorkspace(mayAdmin ? "people" : "you")}>
            {say.start.workspace(viewer?.workspaceName ?? "Default")}
          </a>
          <HeadButtons />
          <LanguageChoice />
        </div>
      </header>
      <main className="start-main">
        <div className="start-intro">
          <h1>{say.start.title}</h1>
          <p className="muted">{say.start.intro}</p>
        </div>
        <AgentList>
          {mayMake ? <NewAgent /> : <Lacking needs="TRAINER" what={say.start.makesAgents} />}
        </AgentList>
      </main>
    </div>
  );
}
