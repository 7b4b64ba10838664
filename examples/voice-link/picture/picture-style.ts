/**
 * The colours of the picture. They stay apart for the colour-blind (after Okabe and Ito), and turn
 * with the viewer's dark mode.
 */
export const pictureStyle = `
  .paper { fill: #ffffff }
  .plot { fill: #f6f8fa; stroke: #d0d7de }
  .grid { stroke: #d0d7de; stroke-width: 1; stroke-dasharray: 2 4 }
  .zero { stroke: #8c959f; stroke-width: 1 }
  .ceiling { stroke: #953800; stroke-width: 1; stroke-dasharray: 7 4 }
  .input { fill: #0072b2 }
  .output { fill: #00805f }
  .peaks { fill-opacity: .42 }
  .concealed { fill: #d55e00 }
  .band { fill-opacity: .28 }
  text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 14px; fill: #24292f }
  .title { font-size: 24px; font-weight: 600 }
  .heading { font-size: 16px; font-weight: 600 }
  .quiet { fill: #57606a }
  .centre { text-anchor: middle }
  .right { text-anchor: end }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    .plot { fill: #161b22; stroke: #30363d }
    .grid { stroke: #30363d }
    .zero { stroke: #6e7681 }
    .ceiling { stroke: #ffa657 }
    .input { fill: #58b0f0 }
    .output { fill: #3fcf9f }
    .concealed { fill: #ff8f3f }
    .band { fill-opacity: .38 }
    text { fill: #e6edf3 }
    .quiet { fill: #9198a1 }
  }
`
