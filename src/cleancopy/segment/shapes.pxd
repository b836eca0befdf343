from cleancopy.segment.lines cimport Line

cpdef list find_gapped_lines(list lines)
cpdef list split_columns(Line line)
cpdef dict find_code_runs(list lines)
