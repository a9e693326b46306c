/** A line as Python's logging writes it with `%(asctime)s - %(name)s - %(levelname)s - %(message)s`, in local time. */
export function logLine(moment: Date, pid: number, level: "INFO" | "WARNING" | "ERROR", message: string): string {
  return `${asctime(moment)} - resource_logger_${pid} - ${level} - ${message}\n`;
}

/** `2025-11-12 16:57:13,042`. */
function asctime(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  return `${date} ${time},${String(moment.getMilliseconds()).padStart(3, "0")}`;
}
