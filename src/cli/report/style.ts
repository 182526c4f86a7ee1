/** The look of a report: a column of text, light or dark as the reader's system is. */
export const STYLE: string = `
:root{color-scheme:light dark;--bg:#fff;--ink:#1f2328;--soft:#57606a;--line:#d8dee4;--fill:#f6f8fa;--mark:#0072b2;--warn:#9a4b00}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--ink:#e6edf3;--soft:#9ea7b1;--line:#2b323b;--fill:#161b22;--mark:#56b4e9;--warn:#ff9e5e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}
main{max-width:48rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.01em;margin:0}
h2{font-size:1.15rem;line-height:1.3;margin:2.5rem 0 .75rem}
p{margin:.5rem 0}
.lead{font-size:1.1rem;margin:.4rem 0 0}
.soft,caption,.lead small{color:var(--soft)}
.state{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.85rem;color:var(--mark)}
.state.early{color:var(--warn)}
ul.facts{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.9rem 0 0;padding:0;color:var(--soft);font-size:.95rem}
.facts b{color:var(--ink);font-weight:600}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.95rem}
th,td{padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-weight:500;font-size:.85rem}
tbody th{font-weight:500}
.number{text-align:right;white-space:nowrap;overflow-wrap:normal}
.pairs th[scope]{width:40%}
.list{text-align:right}
.item{white-space:nowrap}
.score td:nth-child(2){font-weight:600;color:var(--mark)}
pre,code{font:.85rem/1.5 ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",Consolas,monospace}
pre{background:var(--fill);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem;margin:.75rem 0;overflow-x:auto}
pre.model{line-height:1.2}
figure{margin:1rem 0;border:1px solid var(--line);border-radius:6px;overflow:hidden}
figure svg{display:block;width:100%;height:auto}
.narrow{display:none}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}h1{font-size:1.5rem}.broad{display:none}.narrow{display:block}}
ol.notes{list-style:none;margin:0;padding:0;font-size:.95rem}
.notes li{display:flex;gap:1rem;padding:.15rem 0}
.notes time{flex:none;width:4.5rem;text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
.notes span{overflow-wrap:anywhere;min-width:0}
summary{cursor:pointer;color:var(--mark)}
a{color:var(--mark)}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.9rem;color:var(--soft)}
@media print{main{max-width:none;padding:0}figure,table,pre{break-inside:avoid}}
`.trim();
