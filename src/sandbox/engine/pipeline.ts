// Pipelines of deals and tickets with their stages; all stage metadata are strings, as HubSpot sends them.

export interface PipelineStage {
  id: string;
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  stages: PipelineStage[];
  createdAt: number;
  updatedAt: number;
}

type StageRow = readonly [id: string, label: string, probability: number];

function dealPipeline(
  id: string,
  label: string,
  displayOrder: number,
  at: number,
  rows: readonly StageRow[],
): Pipeline {
  return {
    id,
    label,
    displayOrder,
    createdAt: at,
    updatedAt: at,
    stages: rows.map(([stageId, stageLabel, probability], order) => ({
      id: stageId,
      label: stageLabel,
      displayOrder: order,
      createdAt: at,
      updatedAt: at,
      metadata: {
        isClosed: String(probability === 0 || probability === 1),
        probability: probability.toFixed(1),
      },
    })),
  };
}

export function startingDealPipelines(at: number): Pipeline[] {
  return [
    dealPipeline("default", "Sales Pipeline", 0, at, [
      ["appointmentscheduled", "Appointment scheduled", 0.2],
      ["qualifiedtobuy", "Qualified to buy", 0.4],
      ["presentationscheduled", "Presentation scheduled", 0.6],
      ["decisionmakerboughtin", "Decision maker bought-in", 0.8],
      ["contractsent", "Contract sent", 0.9],
      ["closedwon", "Closed won", 1],
      ["closedlost", "Closed lost", 0],
    ]),
    dealPipeline("68412001", "Repeat sales", 1, at, [
      ["140310001", "Reminder sent", 0.3],
      ["140310002", "Order agreed", 0.7],
      ["140310003", "Won again", 1],
      ["140310004", "No need now", 0],
    ]),
    dealPipeline("68412002", "Partner deals", 2, at, [
      ["140310011", "Introduced", 0.1],
      ["140310012", "Terms discussed", 0.5],
      ["140310013", "Signed", 1],
      ["140310014", "Declined", 0],
    ]),
  ];
}

export function startingTicketPipelines(at: number): Pipeline[] {
  const rows = [
    ["1", "New", "OPEN"],
    ["2", "Waiting on contact", "OPEN"],
    ["3", "Waiting on us", "OPEN"],
    ["4", "Closed", "CLOSED"],
  ] as const;
  const stages = rows.map(([id, label, ticketState], displayOrder) => ({
    id,
    label,
    displayOrder,
    createdAt: at,
    updatedAt: at,
    metadata: { ticketState, isClosed: String(ticketState === "CLOSED") },
  }));
  return [{ id: "0", label: "Support Pipeline", displayOrder: 0, stages, createdAt: at, updatedAt: at }];
}

export function findStage(pipelines: readonly Pipeline[], pipelineId: string | undefined, stageId: string) {
  for (const pipeline of pipelines) {
    if (pipelineId !== undefined && pipeline.id !== pipelineId) continue;
    const stage = pipeline.stages.find((candidate) => candidate.id === stageId);
    if (stage) return { pipeline, stage };
  }
  return undefined;
}
